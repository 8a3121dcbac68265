import { type DynamoDBClient, paginateScan, UpdateItemCommand } from '@aws-sdk/client-dynamodb';

/**
 * Writes into the ledger that every lease has run out. The function's clock can't be moved from here, so this stands for
 * the time that passes on AWS before the queue brings a message again; do it only while no message is handed out twice.
 */
export async function runOutLeases(client: DynamoDBClient, TableName: string): Promise<void> {
  const held = { FilterExpression: 'attribute_exists(lease)', ProjectionExpression: 'pk, sk' };
  for await (const { Items = [] } of paginateScan({ client }, { TableName, ...held })) {
    for (const { pk, sk } of Items) {
      if (!pk || !sk) throw new TypeError('An item without a key');
      await client.send(
        new UpdateItemCommand({
          TableName,
          Key: { pk, sk },
          UpdateExpression: 'SET leaseUntil = :past',
          ExpressionAttributeValues: { ':past': { N: '0' } },
        }),
      );
    }
  }
}
