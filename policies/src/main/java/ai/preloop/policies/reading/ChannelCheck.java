package ai.preloop.policies.reading;

import ai.preloop.policies.documents.ApprovalWorkflow;
import ai.preloop.policies.documents.Entries;
import ai.preloop.policies.documents.PolicyDocument;
import ai.preloop.policies.redaction.Redaction;
import ai.preloop.policies.syntax.Findings;
import ai.preloop.policies.syntax.Paths;
import java.util.List;
import java.util.Map;

/** Whether the settings of channels hold no secret themselves, since they go into every version. */
final class ChannelCheck {

  private final PolicyDocument document;
  private final Findings findings;

  ChannelCheck(PolicyDocument document, Findings findings) {
    this.document = document;
    this.findings = findings;
  }

  void run() {
    Entries.each(document.approvalWorkflows(), "$.approval_workflows", this::workflow);
  }

  private void workflow(ApprovalWorkflow workflow, String path) {
    if (workflow.channelConfigs().isEmpty()) {
      return;
    }
    var at = path + ".channel_configs";
    findings.warning(
        "channel.unused",
        at,
        "No channel reads these settings yet: they are kept with the version, and nobody is told by them.");
    settings(workflow.channelConfigs(), at);
  }

  private void settings(Map<?, ?> settings, String path) {
    settings.forEach((name, value) ->
        setting(String.valueOf(name), value, Paths.key(path, String.valueOf(name))));
  }

  private void setting(String name, Object value, String path) {
    switch (value) {
      case Map<?, ?> inner -> settings(inner, path);
      case List<?> list ->
          Entries.each(List.<Object>copyOf(list), path, (each, at) -> setting(name, each, at));
      case String text when !name.equals("secret") && opens(name, text) ->
          findings.error(
              "channel.literal",
              path,
              "Whoever has this can use the channel: keep it as a secret, and write `{secret: NAME}` here.");
      default -> {}
    }
  }

  /** An address of a webhook is all that it takes to write there. */
  private static boolean opens(String name, String text) {
    return text.contains("://") || Redaction.isMarked(Redaction.redactText(name + "=" + text));
  }
}
