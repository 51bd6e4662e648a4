package ai.preloop.api.gateway;

import ai.preloop.activities.dialects.Dialect;
import ai.preloop.activities.dialects.ModelList;
import ai.preloop.activities.dialects.ModelList.Entry;
import ai.preloop.activities.dialects.ModelList.Page;
import ai.preloop.activities.gateway.ListedModels;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.models.AiModel;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The models that a caller may call, as each interface lists them. */
final class ModelListing {

  private static final String LARGEST = "1000";

  private final ListedModels models;

  ModelListing(ListedModels models) {
    this.models = models;
  }

  void list(
      Principal caller, Dialect dialect, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var entries = models.of(caller).stream().map(ModelListing::entry).toList();
    write(response, ModelList.list(dialect, entries, page(dialect, request)));
  }

  /** NOT_FOUND for one that the caller may not call, as for one that there is not. */
  void one(Principal caller, Dialect dialect, String name, HttpServletResponse response)
      throws IOException {
    write(response, ModelList.single(dialect, entry(models.get(caller, name))));
  }

  private static Page page(Dialect dialect, HttpServletRequest request) {
    QueryText query = QueryText.of(request.getQueryString());
    return switch (dialect) {
      case OPENAI -> Page.FIRST;
      case ANTHROPIC ->
          new Page(query.value("limit"), query.value("after_id"), query.value("before_id"));
      case GEMINI -> new Page(coerced(query.value("pageSize")), query.value("pageToken"), null);
    };
  }

  /** Gemini takes a larger page for the largest ("Method: models.list"). */
  private static @Nullable String coerced(@Nullable String size) {
    return size != null && size.matches("[1-9][0-9]{3,8}") ? LARGEST : size;
  }

  private static Entry entry(AiModel model) {
    String provider = model.plan().provider();
    return new Entry(model.alias(), model.createdAt(), provider == null ? "preloop" : provider);
  }

  private static void write(HttpServletResponse response, byte[] json) throws IOException {
    response.setContentType("application/json");
    response.setContentLength(json.length);
    response.getOutputStream().write(json);
  }
}
