/** Where the documentation is published: the `homepage` of package.json, as a test holds. */
export const documentation = 'https://snowpark-session.github.io/snowpark-session/';

/** The guide page docs/guides/errors.md, which has an anchor for every error code. */
export const errorsPage = `${documentation}documents/Errors.html`;
