import { type Document, isMap, type LineCounter, visit } from "yaml";
import { isPlain } from "./local-url";

/**
 * Properties in which `aws cloudformation package` and `sam package` take a local path, a dot between map and key.
 * A nested stack's TemplateURL is not among them: that one is packaged here.
 */
const packaged: Readonly<Record<string, readonly string[]>> = {
  "AWS::ApiGateway::RestApi": ["BodyS3Location"],
  "AWS::AppSync::FunctionConfiguration": [
    ...["RequestMappingTemplateS3Location", "ResponseMappingTemplateS3Location", "CodeS3Location"],
  ],
  "AWS::AppSync::GraphQLSchema": ["DefinitionS3Location"],
  "AWS::AppSync::Resolver": [
    ...["RequestMappingTemplateS3Location", "ResponseMappingTemplateS3Location", "CodeS3Location"],
  ],
  "AWS::CloudFormation::ModuleVersion": ["ModulePackage"],
  "AWS::CloudFormation::ResourceVersion": ["SchemaHandlerPackage"],
  "AWS::CloudFormation::StackSet": ["TemplateURL"],
  "AWS::ElasticBeanstalk::ApplicationVersion": ["SourceBundle"],
  "AWS::Glue::Job": ["Command.ScriptLocation"],
  "AWS::Lambda::Function": ["Code"],
  "AWS::Lambda::LayerVersion": ["Content"],
  "AWS::Serverless::Api": ["DefinitionUri"],
  "AWS::Serverless::Application": ["Location"],
  "AWS::Serverless::Function": ["CodeUri"],
  "AWS::Serverless::GraphQLApi": ["SchemaUri"],
  "AWS::Serverless::HttpApi": ["DefinitionUri"],
  "AWS::Serverless::LayerVersion": ["ContentUri"],
  "AWS::Serverless::StateMachine": ["DefinitionUri"],
  "AWS::StepFunctions::StateMachine": ["DefinitionS3Location"],
};

/** A path of this machine, where CloudFormation wants something in a bucket. */
export interface LocalArtifact {
  /** `Api.CodeUri` */
  readonly place: string;
  readonly path: string;
  readonly line: number;
}

export function localArtifacts(document: Document, lines: LineCounter): LocalArtifact[] {
  const found: LocalArtifact[] = [];
  const look = (place: string, node: unknown) => {
    if (isPlain(node) && !/^(https?|s3):|\{\{resolve:/.test(node.value))
      found.push({ place, path: node.value, line: lines.linePos(node.range[0]).line });
  };
  if (!isMap(document.contents)) return [];
  look("Globals.Function.CodeUri", document.contents.getIn(["Globals", "Function", "CodeUri"], true));
  visit(document, {
    Pair(_, { key, value }) {
      if (!isMap(value)) return;
      for (const property of packaged[String(value.get("Type"))] ?? [])
        look(`${String(key)}.${property}`, value.getIn(["Properties", ...property.split(".")], true));
      const name = value.get("Name");
      if (name === "AWS::Include") look(`${String(key)}.Location`, value.getIn(["Parameters", "Location"], true));
    },
  });
  return found;
}
