import {
  DescribeTargetHealthCommand,
  type ElasticLoadBalancingV2 as Whole,
  ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { withCalls } from "./with-calls";

export const ElasticLoadBalancingV2 = withCalls<Whole>()(ElasticLoadBalancingV2Client, {
  DescribeTargetHealthCommand,
});
