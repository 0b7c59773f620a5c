export const presets = ['manufacturer', 'agency', 'it_subscription', 'services', 'mixed'] as const;
export const currencies = ['CZK', 'EUR', 'USD', 'GBP', 'PLN', 'HUF', 'CHF'];
