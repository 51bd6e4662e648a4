package ai.preloop.activities.approvals;

import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where people find an approval: Preloop's own public address, and Temporal's UI where known. */
public record Addresses(URI publicUrl, @Nullable URI temporalUi, String temporalNamespace) {

  /** The page that asks for a sign-in; it is safe to show to anybody. */
  public URI approval(UUID approval) {
    return URI.create(base() + "/console/approval/" + approval);
  }

  /** The page as one person may open it, once to decide. */
  public URI link(UUID approval, String token) {
    return URI.create(base() + "/approval/" + approval + "?token=" + token);
  }

  /** What authorization servers read of Preloop as a client of theirs. */
  public URI oauthClient() {
    return URI.create(base() + "/oauth/client.json");
  }

  /** The workflow in Temporal's UI. */
  public @Nullable URI workflow(UUID approval) {
    return temporalUi == null
        ? null
        : URI.create(
            "%s/namespaces/%s/workflows/approval-%s"
                .formatted(temporalUi, temporalNamespace, approval));
  }

  private String base() {
    String url = publicUrl.toString();
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }
}
