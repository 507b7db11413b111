/** One resource's change in a change set; `path` is its logical id, with the nested stacks' ids before it (`Data/Database`). */
export interface ResourceChange {
  readonly path: string;
  readonly type: string;
  readonly action: string;
  /** CloudFormation's word: True, False or Conditional; `undefined` but for a modification. */
  readonly replacement: string | undefined;
  /** Names of what changes in it, never values; empty where it is added or removed. */
  readonly properties: readonly string[];
  /** What becomes of a removed or replaced one by the template's policies: Delete, Retain, Snapshot … */
  readonly policy: string | undefined;
}

/** Removed, it takes along whatever it holds; modified, what it holds has changes of its own. */
export const nestedStack = "AWS::CloudFormation::Stack";

/** Types that hold what can't be made again. */
const stateful: ReadonlySet<string> = new Set([
  "AWS::ACMPCA::CertificateAuthority",
  "AWS::APS::Workspace",
  "AWS::AmazonMQ::Broker",
  "AWS::Backup::BackupVault",
  "AWS::Backup::LogicallyAirGappedBackupVault",
  "AWS::BedrockAgentCore::Memory",
  "AWS::Cassandra::Keyspace",
  "AWS::Cassandra::Table",
  "AWS::CloudTrail::EventDataStore",
  "AWS::CodeArtifact::Domain",
  "AWS::CodeArtifact::Repository",
  "AWS::CodeCommit::Repository",
  "AWS::Cognito::IdentityPool",
  "AWS::Cognito::UserPool",
  "AWS::Connect::Instance",
  "AWS::CustomerProfiles::Domain",
  "AWS::DSQL::Cluster",
  "AWS::DirectoryService::MicrosoftAD",
  "AWS::DirectoryService::SimpleAD",
  "AWS::DocDB::DBCluster",
  "AWS::DocDB::DBInstance",
  "AWS::DocDBElastic::Cluster",
  "AWS::DynamoDB::GlobalTable",
  "AWS::DynamoDB::Table",
  "AWS::EC2::Volume",
  "AWS::ECR::PublicRepository",
  "AWS::ECR::Repository",
  "AWS::EFS::FileSystem",
  "AWS::EKS::Cluster",
  "AWS::EMR::Cluster",
  "AWS::ElastiCache::CacheCluster",
  "AWS::ElastiCache::ReplicationGroup",
  "AWS::ElastiCache::ServerlessCache",
  "AWS::Elasticsearch::Domain",
  "AWS::FSx::FileSystem",
  "AWS::FSx::StorageVirtualMachine",
  "AWS::FSx::Volume",
  "AWS::Grafana::Workspace",
  "AWS::HealthImaging::Datastore",
  "AWS::HealthLake::FHIRDatastore",
  "AWS::IoTAnalytics::Datastore",
  "AWS::KMS::Key",
  "AWS::KMS::ReplicaKey",
  "AWS::Kendra::Index",
  "AWS::Kinesis::Stream",
  "AWS::KinesisVideo::Stream",
  "AWS::Lightsail::Bucket",
  "AWS::Lightsail::Database",
  "AWS::Lightsail::Disk",
  "AWS::Location::GeofenceCollection",
  "AWS::Location::Tracker",
  "AWS::Logs::LogGroup",
  "AWS::MSK::Cluster",
  "AWS::MSK::ServerlessCluster",
  "AWS::MediaStore::Container",
  "AWS::MemoryDB::Cluster",
  "AWS::Neptune::DBCluster",
  "AWS::Neptune::DBInstance",
  "AWS::NeptuneGraph::Graph",
  "AWS::Omics::ReferenceStore",
  "AWS::Omics::SequenceStore",
  "AWS::OpenSearchServerless::Collection",
  "AWS::OpenSearchService::Domain",
  "AWS::Organizations::Account",
  "AWS::Organizations::Organization",
  "AWS::PaymentCryptography::Key",
  "AWS::Personalize::Dataset",
  "AWS::Pinpoint::App",
  "AWS::QLDB::Ledger",
  "AWS::RDS::DBCluster",
  "AWS::RDS::DBInstance",
  "AWS::RDS::GlobalCluster",
  "AWS::Redshift::Cluster",
  "AWS::RedshiftServerless::Namespace",
  "AWS::Rekognition::Collection",
  "AWS::Route53::HostedZone",
  "AWS::S3::Bucket",
  "AWS::S3Express::DirectoryBucket",
  "AWS::S3Outposts::Bucket",
  "AWS::S3Tables::Table",
  "AWS::S3Tables::TableBucket",
  "AWS::S3Vectors::Index",
  "AWS::S3Vectors::VectorBucket",
  "AWS::SDB::Domain",
  "AWS::SQS::Queue",
  "AWS::SageMaker::Domain",
  "AWS::SageMaker::FeatureGroup",
  "AWS::SecretsManager::Secret",
  "AWS::SecurityLake::DataLake",
  "AWS::Timestream::Database",
  "AWS::Timestream::InfluxDBInstance",
  "AWS::Timestream::Table",
  "AWS::WorkSpaces::Workspace",
]);

export interface Allowed {
  /** Logical ids or paths. */
  readonly replacement: readonly string[];
  readonly removal: readonly string[];
}

/** The changes that would lose something, each as a sentence; empty when all is well. */
export function refusals(changes: readonly ResourceChange[], allowed: Allowed): string[] {
  return changes.flatMap((change) => {
    const loss = lossIn(change);
    return loss && !isNamed(change, allowed[loss.by])
      ? [`${change.path} (${change.type}) ${loss.verb} ${loss.what}`]
      : [];
  });
}

interface Loss {
  readonly by: keyof Allowed;
  readonly verb: "would" | "might";
  readonly what: string;
}

function lossIn({ type, action, replacement }: ResourceChange): Loss | undefined {
  if (!stateful.has(type) && type !== nestedStack) return undefined;
  switch (action) {
    case "Add":
    case "Import":
    case "SyncWithActual":
      return undefined;
    case "Remove":
      return { by: "removal", verb: "would", what: "be removed" };
    case "Modify":
      if (replacement === undefined || replacement === "False") return undefined;
      // A nested stack's word is of what its parameters might come to; what is in it is looked at itself.
      if (type === nestedStack && replacement !== "True") return undefined;
      return { by: "replacement", verb: replacement === "True" ? "would" : "might", what: "be replaced" };
    default:
      // `Dynamic`: CloudFormation itself can't tell what it will do; so it is for a word of which this does not know.
      return { by: "removal", verb: "might", what: `be removed or replaced (${action}: CloudFormation can't tell)` };
  }
}

/** Whether a path (`Data/Database`) is named, by itself or by its last part. */
export function isNamed({ path }: { readonly path: string }, names: readonly string[]): boolean {
  return names.includes(path) || names.includes(path.slice(path.lastIndexOf("/") + 1));
}
