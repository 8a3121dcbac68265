import { expect, test } from 'vitest';
import { toolOf } from '../../../functions/core/record/tool.ts';
import { iamUser, type Json, record } from '../../records/records.ts';

const TERRAFORM = 'APN/1.0 HashiCorp/1.0 Terraform/1.13.5 (+https://www.terraform.io) aws-sdk-go-v2/1.41.0';
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

const tools: { agent?: unknown; parts?: Json; tool: string | undefined }[] = [
  { agent: TERRAFORM, tool: 'Terraform' },
  { agent: `[${TERRAFORM}]`, tool: 'Terraform' },
  { agent: 'APN/1.0 Pulumi/1.0 PulumiAws/7.0.0 HashiCorp/1.0 Terraform/1.5.0', tool: 'Pulumi' },
  { agent: 'APN/1.0 Ansible/2.18.0 Boto3/1.40.0', tool: 'Ansible' },
  { agent: 'cloudformation.amazonaws.com', tool: 'CloudFormation' },
  {
    agent: 'x',
    parts: { userIdentity: iamUser('a', { invokedBy: 'cloudformation.amazonaws.com' }) },
    tool: 'CloudFormation',
  },
  { agent: 'aws-sdk-js/3.900.0 ua/2.1 aws-cdk/2.1148.1', tool: 'CDK' },
  { agent: 'aws-cli/1.29.0 Python/3.11.4 botocore/1.31.0', tool: 'AWS CLI' },
  { agent: 'aws-cli/2.31.0 exec-env/CloudShell', parts: { sessionCredentialFromConsole: 'true' }, tool: 'AWS CLI' },
  { agent: 'AWSPowerShell/5.0.0 .NET_Runtime/8.0', tool: 'AWS Tools for PowerShell' },
  { agent: BROWSER, tool: 'console' },
  { agent: '[S3Console/0.4, aws-internal/3 aws-sdk-java/1.12.488]', tool: 'console' },
  { agent: 'AWS Internal', parts: { sessionCredentialFromConsole: 'true' }, tool: 'console' },
  { agent: 'AWS Internal', parts: { sessionCredentialFromConsole: true }, tool: 'console' },
  { agent: 'AWS Internal', parts: { sessionCredentialFromConsole: 'false' }, tool: undefined },
  { agent: 'Boto3/1.40.0 md/Botocore#1.40.0', tool: 'boto3' },
  { agent: 'aws-sdk-go-v2/1.41.0', tool: 'AWS SDK for Go' },
  { agent: 'aws-sdk-nodejs/2.1692.0', tool: 'AWS SDK for JavaScript' },
  { agent: 'aws-sdk-java/2.34.0', tool: 'AWS SDK for Java' },
  { agent: 'aws-sdk-dotnet/4.0', tool: 'AWS SDK for .NET' },
  { agent: 'aws-sdk-ruby3/3.230.0', tool: 'AWS SDK for Ruby' },
  { agent: 'aws-sdk-php/3.356', tool: 'AWS SDK for PHP' },
  { agent: 'aws-sdk-rust/1.3.9', tool: 'AWS SDK for Rust' },
  { agent: 'aws-sdk-cpp/1.11', tool: 'AWS SDK for C++' },
  { agent: 'x', parts: { userIdentity: iamUser('a', { invokedBy: 'eks.amazonaws.com' }) }, tool: 'eks.amazonaws.com' },
  { agent: 'curl/8.15.0', tool: undefined },
  { agent: { toString: 'Terraform/1' }, tool: undefined },
  { agent: undefined, tool: undefined },
];

test.for(tools)('toolOf() tells the tool $tool from $agent', ({ agent, parts, tool }) => {
  expect(toolOf(record('AnyEvent', { userAgent: agent, ...parts }))).toBe(tool);
});
