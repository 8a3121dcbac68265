import { requestOf } from './dialects.ts';
import { type ReadEvent, unclear } from './event-part.ts';
import { type Fields, field, isAbsent, quoted } from './record-fields.ts';
import { resourceText } from './resource-text.ts';

const reader =
  (say: (request: Fields) => string): ReadEvent =>
  (record) => {
    const { fields, gap } = requestOf(record);
    if (gap) return unclear({}, gap);
    return [{ group: {}, effect: { kind: 'watched', what: 'block-public-access', detail: say(fields) } }];
  };

const mode = (request: Fields): string => quoted(field(request, 'internetGatewayExclusionMode'));
const exclusion = (request: Fields): string => resourceText(field(request, 'exclusionId'));

/** Reads ModifyVpcBlockPublicAccessOptions. */
export const readBlockOptions: ReadEvent = reader(
  (request) => `VPC block public access of the region was set to ${quoted(field(request, 'internetGatewayBlockMode'))}`,
);

/** Reads CreateVpcBlockPublicAccessExclusion, of a VPC or a subnet. */
export const readNewExclusion: ReadEvent = reader((request) => {
  const subnet = field(request, 'subnetId');
  const what = isAbsent(subnet) ? `VPC ${resourceText(field(request, 'vpcId'))}` : `subnet ${resourceText(subnet)}`;
  return `${what} was excluded from VPC block public access: ${mode(request)}`;
});

/** Reads ModifyVpcBlockPublicAccessExclusion. */
export const readModifiedExclusion: ReadEvent = reader(
  (request) => `exclusion ${exclusion(request)} from VPC block public access was set to ${mode(request)}`,
);

/** Reads DeleteVpcBlockPublicAccessExclusion. */
export const readDeletedExclusion: ReadEvent = reader(
  (request) => `exclusion ${exclusion(request)} from VPC block public access was deleted`,
);
