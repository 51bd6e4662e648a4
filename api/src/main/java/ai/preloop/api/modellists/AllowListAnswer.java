package ai.preloop.api.modellists;

import ai.preloop.activities.modellists.ModelAllowList;
import ai.preloop.api.modellists.AllowListRequest.ScopeBody;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A list as clients see it; a user is shown by the id. */
@Schema(name = "ModelAllowList")
record AllowListAnswer(
    UUID id, ScopeBody scope, List<String> models, Instant createdAt, Instant updatedAt) {

  static AllowListAnswer of(ModelAllowList list) {
    return new AllowListAnswer(
        list.id(),
        ScopeBody.of(list.scope()),
        list.plan().models().patterns(),
        list.createdAt(),
        list.updatedAt());
  }
}
