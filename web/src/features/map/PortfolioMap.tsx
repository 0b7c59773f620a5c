export function PortfolioMapPage() { return null; }
