// Sets the colour scheme and the language before the first paint, so that nothing flashes.
(function () {
    var root = document.documentElement;
    try {
        var scheme = localStorage.getItem('klicnik.scheme') || 'auto';
        var dark = scheme === 'dark' || (scheme === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
        root.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
        root.lang = localStorage.getItem('klicnik.language') || (/^(cs|sk)/.test(navigator.language) ? 'cs' : 'en');
    } catch (problem) {
        root.setAttribute('data-mantine-color-scheme', 'light');
    }
})();
