import { shapeOf, type Filter, type Lister, type Shape } from './listing.js';

const GRANTED = 'granted_to grantee_name grant_option granted_by';
const GRANT_SHAPES: Readonly<Record<NonNullable<Filter['grants']>, Shape>> = {
  to: shapeOf(`created_on@ privilege granted_on name ${GRANTED}`),
  'to user': shapeOf(`created_on@ privilege granted_on name role ${GRANTED}`),
  on: shapeOf(`created_on@ privilege granted_on name ${GRANTED} granted_by_role_type`),
  of: shapeOf('created_on@ role granted_to grantee_name granted_by'),
};
const FUTURE_SHAPE = shapeOf('created_on@ privilege grant_on name grant_to grantee_name grant_option');

/** Nobody has been granted anything, whoever and whatever is asked for; but the columns differ. */
export const GRANT_LISTINGS: readonly (readonly [string, Lister])[] = [
  ['GRANTS', (_context, { grants = 'to' }) => ({ shape: GRANT_SHAPES[grants], terse: [], rows: [] })],
  ['FUTURE GRANTS', () => ({ shape: FUTURE_SHAPE, terse: [], rows: [] })],
];
