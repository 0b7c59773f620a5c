/** Screens on which lists are cards and the menu is at the bottom. */
export const phone_query = '(max-width: 48em)';
