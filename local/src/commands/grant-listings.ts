import { shapeOf, type Lister } from './listing.js';

const GRANT_SHAPE = shapeOf('created_on@ privilege granted_on name granted_to grantee_name grant_option granted_by');
const ROLE_SHAPE = shapeOf('created_on@ role granted_to grantee_name granted_by');
const FUTURE_SHAPE = shapeOf('created_on@ privilege grant_on name grant_to grantee_name grant_option');

/** Nobody has been granted anything, whoever and whatever is asked for; but the columns differ. */
export const GRANT_LISTINGS: readonly (readonly [string, Lister])[] = [
  ['GRANTS', (_context, { membership }) => ({ shape: membership ? ROLE_SHAPE : GRANT_SHAPE, terse: [], rows: [] })],
  ['FUTURE GRANTS', () => ({ shape: FUTURE_SHAPE, terse: [], rows: [] })],
];
