"""Walks Kinesis with unmodified boto3, each call once allowed and once refused, and prints what did not come out as it must."""
import json
import sys
import time

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

config = Config(retries={"max_attempts": 0})
may, no = (boto3.Session(profile_name=name).client("kinesis", endpoint_url=sys.argv[1], config=config, region_name="us-east-1") for name in ("May", "MayNot"))
problems = []
steps = 0


def step(name, call):
    global steps
    steps += 1
    try:
        call(no)
        problems.append(f"{name}, refused: ok")
    except ClientError as error:
        if error.response["Error"]["Code"] != "AccessDeniedException":
            problems.append(f"{name}, refused: {error}")
    try:
        return call(may)
    except ClientError as error:
        problems.append(f"{name}: {error}")
        return None


S = {"StreamName": "walked"}
step("create", lambda c: c.create_stream(**S, ShardCount=1))
while may.describe_stream(**S)["StreamDescription"]["StreamStatus"] != "ACTIVE":
    time.sleep(0.05)
step("describe", lambda c: c.describe_stream(**S))
step("summary", lambda c: c.describe_stream_summary(**S))
step("list", lambda c: c.list_streams())
step("shards", lambda c: c.list_shards(**S))
step("put", lambda c: c.put_record(**S, Data=b"one", PartitionKey="p"))
step("put many", lambda c: c.put_records(**S, Records=[{"Data": b"two", "PartitionKey": "p"}]))
iterator = step("iterator", lambda c: c.get_shard_iterator(**S, ShardId="shardId-000000000000", ShardIteratorType="TRIM_HORIZON"))["ShardIterator"]
records = step("get", lambda c: c.get_records(ShardIterator=iterator))["Records"]
if [record["Data"] for record in records] != [b"one", b"two"]:
    problems.append(f"records: {records}")
step("tag", lambda c: c.add_tags_to_stream(**S, Tags={"team": "a"}))
step("tags", lambda c: c.list_tags_for_stream(**S))
step("untag", lambda c: c.remove_tags_from_stream(**S, TagKeys=["team"]))
step("retention", lambda c: c.increase_stream_retention_period(**S, RetentionPeriodHours=48))
step("delete", lambda c: c.delete_stream(**S))
print(json.dumps({"problems": problems, "steps": steps}))
