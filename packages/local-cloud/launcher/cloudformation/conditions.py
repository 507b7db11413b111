"""A condition compares what a Ref, Fn::Join, Fn::FindInMap or Fn::Sub gives, pseudo parameters among them.

AWS: "Condition functions", Supported functions
(https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-conditions.html#w2ab1c21c24c21c47).
ministack knows Ref of a parameter and Fn::Select; it compares everything else as it is written, so that
`!Equals [!Ref AWS::Region, ap-southeast-5]` is never true.
"""
from __future__ import annotations

import sys

from ministack.services.cloudformation import engine

from launcher.config import Config


def mend(config: Config) -> None:
    original = engine._evaluate_conditions

    def evaluate(template, params):
        def with_values(expression):
            if isinstance(expression, list):
                return [with_values(part) for part in expression]
            if not isinstance(expression, dict):
                return expression
            if "Fn::Equals" in expression:
                return {"Fn::Equals": [value_of(side) for side in expression["Fn::Equals"]]}
            return {key: with_values(part) for key, part in expression.items()}

        def value_of(side):
            value = engine._resolve_refs(side, {}, params, {}, template.get("Mappings") or {}, "", "")
            return ",".join(map(str, value)) if isinstance(value, list) else value

        conditions = {name: with_values(expression) for name, expression in (template.get("Conditions") or {}).items()}
        return original({**template, "Conditions": conditions}, params)

    # Imported by name all over the package.
    for name, module in list(sys.modules.items()):
        if name.startswith("ministack.") and getattr(module, "_evaluate_conditions", None) is original:
            module._evaluate_conditions = evaluate
