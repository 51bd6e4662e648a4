package ai.preloop.cli.terminal;

/** How an answer is written: for people, or for programs. */
public enum Format {
  TABLE,
  JSON,
  YAML
}
