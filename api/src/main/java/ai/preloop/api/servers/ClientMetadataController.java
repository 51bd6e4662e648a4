package ai.preloop.api.servers;

import ai.preloop.activities.approvals.Addresses;
import ai.preloop.activities.oauth.ClientMetadata;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What authorization servers read of Preloop, where they take its address for a client id. */
@RestController
@Hidden
class ClientMetadataController {

  private final ClientMetadata metadata;
  private final Addresses addresses;

  ClientMetadataController(ClientMetadata metadata, Addresses addresses) {
    this.metadata = metadata;
    this.addresses = addresses;
  }

  @GetMapping("/oauth/client.json")
  Map<String, Object> client() {
    return metadata
        .document(CallbackController.address(addresses))
        .orElseThrow(() ->
            new ProblemException(
                ProblemType.NOT_FOUND,
                "Preloop is not reached by https, so this is no address of a client."));
  }
}
