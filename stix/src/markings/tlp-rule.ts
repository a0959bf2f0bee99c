import { compareInstants } from '../instant.ts';
import { own, type JsonObject } from '../json/json.ts';
import type { CrossRule } from '../kinds/kind.ts';
import { report, shown, type Inspection } from '../problem.ts';
import { statedTlp, TLP1_CREATED, tlpMarkings, type TlpConstant } from './tlp.ts';

const SECTION = '7.2.1.4';

/**
 * Section 7.2.1.4: the TLP markings are constants. Under their identifiers stands what they say and nothing else, and no other
 * marking states a level: else whoever reads identifiers and whoever reads bodies would see different levels.
 */
export const tlpConstants: CrossRule = {
  rule: 'tlp_constant',
  check(object, to) {
    const id = own(object, 'id');
    const constant = typeof id === 'string' ? tlpMarkings.get(id.toLowerCase()) : undefined;
    const statement = statedTlp(object);
    if (constant !== undefined) checkConstant(object, constant, to);
    else if (statement !== undefined) {
      const message = `TLP is stated by its constant markings alone, not by ${shown(id)}.`;
      report(to, 'tlp_constant', SECTION, message, 'id');
    }
  },
};

function checkConstant(object: JsonObject, constant: TlpConstant, to: Inspection): void {
  const statement = statedTlp(object);
  if (statement?.generation !== constant.generation || statement.stated !== constant.stated) {
    const message = `The marking ${constant.id} says ${constant.name}, and nothing else.`;
    report(to, 'tlp_constant', SECTION, message, constant.generation === 1 ? 'definition' : 'extensions');
  }
  const name = own(object, 'name');
  if (name !== undefined && name !== constant.name) {
    report(to, 'tlp_constant', SECTION, `The name of this marking is ${constant.name}.`, 'name');
  }
  if (own(object, 'id') !== constant.id) report(to, 'tlp_constant', SECTION, `The identifier is ${constant.id}.`, 'id');
  const created = own(object, 'created');
  if (constant.generation === 1 && typeof created === 'string' && compareInstants(created, TLP1_CREATED) !== 0) {
    report(to, 'tlp_constant', SECTION, `This marking was created at ${TLP1_CREATED}.`, 'created');
  }
  const other = constant.generation === 1 ? 'extensions' : 'definition';
  if (own(object, other) !== undefined) report(to, 'tlp_constant', SECTION, `This marking has no ${other}.`, other);
}
