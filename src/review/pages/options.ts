/** What a page knows beside the issue. */
export interface DeskOptions {
  /** Goes back with every change, in the header `x-csrf`. */
  csrf: string;
  /** Names of the platforms that the issue can be published to. */
  platforms: string[];
  /** How many desks are open on this issue, this one included. */
  desks: number;
  /** Undefined: no model is set, nothing can be rewritten. */
  model?: string;
  /** The name to approve by, as newsletter.yaml has it. */
  editor?: string;
  /** What is wrong in the workspace's YAML files: one sentence each. */
  problems?: string[];
}
