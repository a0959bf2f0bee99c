export { enrolmentInForce } from './enrolment.ts';
export { createAuthenticator, type Authenticator } from './authenticate.ts';
export { personas, type DrillPersona } from './personas.ts';
export { invitationLink } from './invitations/link.ts';
