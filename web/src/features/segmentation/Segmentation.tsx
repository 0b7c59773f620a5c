export function Segmentation() { return null; }
