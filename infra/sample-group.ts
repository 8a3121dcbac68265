import { Validations } from 'aws-cdk-lib';
import { CfnSecurityGroup, CfnVPC } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';

/** The tag by which the policy `frozen-sample` knows its groups. */
export const FROZEN_TAG = { key: 'portcullis:policy', value: 'frozen' };

/**
 * The walkthrough's web group: HTTPS open, and frozen. It has a VPC of its own, without subnets, so that it needs no
 * look-up, costs nothing, and nothing can ever stand behind it.
 *
 * It must stand before the event rule does. Added to a stack that listens already, its own HTTPS rule is a new rule of a
 * frozen group, and is removed like any other.
 */
export function createSampleGroup(scope: Construct): CfnSecurityGroup {
  const vpc = new CfnVPC(scope, 'SampleVpc', {
    cidrBlock: '10.20.0.0/28',
    tags: [{ key: 'Name', value: 'portcullis-sample' }],
  });
  Validations.of(vpc).acknowledge({
    id: 'AwsSolutions-VPC7',
    reason: 'The VPC has no subnet and no gateway, so there is no traffic that a flow log could show',
  });
  const group = new CfnSecurityGroup(scope, 'SampleGroup', {
    groupDescription: 'Portcullis sample: HTTPS only, frozen by policy',
    vpcId: vpc.ref,
    securityGroupIngress: [
      { ipProtocol: 'tcp', fromPort: 443, toPort: 443, cidrIp: '0.0.0.0/0', description: 'HTTPS for everyone' },
    ],
    tags: [
      { key: 'Name', value: 'portcullis-sample' },
      { key: FROZEN_TAG.key, value: FROZEN_TAG.value },
    ],
  });
  Validations.of(group).acknowledge({
    id: 'AwsSolutions-EC23',
    reason: 'The walkthrough begins with a web group that serves HTTPS to everyone; nothing can be attached to it here',
  });
  return group;
}
