import { europe as made } from 'virtual:europe-map';
import type { ProjectedEurope } from '../../../map/project.ts';

/** Europe as paths, projected when the console was built. */
export const europe = made as ProjectedEurope;
