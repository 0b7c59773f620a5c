export function Imports() { return null; } export function ImportPage() { return null; }
