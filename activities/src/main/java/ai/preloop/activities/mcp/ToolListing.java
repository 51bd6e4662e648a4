package ai.preloop.activities.mcp;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonText;
import ai.preloop.activities.json.JsonType;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the pages of a tool list together, within bounds that no honest server meets. */
public final class ToolListing {

  /** Pages that bring nothing, and still name another. */
  private static final int MOST_EMPTY_PAGES = 100;

  private static final int MOST_TOOLS = 2_000;
  private static final int MOST_BYTES = 16 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(ToolListing.class);

  private final Function<ToolDefinition, Optional<String>> faults;
  private final Set<String> names = new HashSet<>();
  private final List<ToolDefinition> tools = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();
  private final Set<String> cursors = new HashSet<>();
  private @Nullable String cursor;
  private int bytes;
  private int emptyPages;

  private ToolListing(Function<ToolDefinition, Optional<String>> faults) {
    this.faults = faults;
  }

  /** Of a server whose schemas ask for no headers. */
  public static ToolListing plain() {
    return new ToolListing(_ -> Optional.empty());
  }

  /** Of a server that is told arguments in headers: what asks for them wrongly is refused. */
  public static ToolListing withHeaders() {
    return new ToolListing(tool -> ParameterHeaders.fault(tool.inputSchema()));
  }

  public void add(JsonSlice page) {
    JsonSlice listed = page.member("tools");
    if (listed == null || !listed.is(JsonType.ARRAY)) {
      throw failed("The upstream server's tool list is not a list.");
    }
    bytes += listed.length();
    if (bytes > MOST_BYTES) {
      throw failed("The upstream server's tool list is larger than is accepted.");
    }
    List<JsonSlice> brought = listed.elements();
    emptyPages += brought.isEmpty() ? 1 : 0;
    brought.forEach(this::addTool);
    goOn(page);
  }

  private void goOn(JsonSlice page) {
    JsonSlice next = page.member("nextCursor");
    cursor = next == null ? null : next.text();
    if (cursor != null && (!cursors.add(cursor) || emptyPages > MOST_EMPTY_PAGES)) {
      throw failed("The upstream server's tool list does not end.");
    }
  }

  private void addTool(JsonSlice raw) {
    if (tools.size() + refused.size() >= MOST_TOOLS) {
      throw failed("The upstream server lists more than " + MOST_TOOLS + " tools.");
    }
    ToolDefinition tool = ToolDefinition.read(raw).orElse(null);
    if (tool == null || isFaulty(tool) || !names.add(tool.name())) {
      refused.add(nameOf(raw));
    } else {
      tools.add(tool);
    }
  }

  private boolean isFaulty(ToolDefinition tool) {
    Optional<String> fault = faults.apply(tool);
    fault.ifPresent(why -> LOG.warn("The tool {} of a server is not taken: {}", tool.name(), why));
    return fault.isPresent();
  }

  private static String nameOf(JsonSlice raw) {
    JsonSlice name = raw.member("name");
    String text = name == null ? null : name.text();
    return text == null ? "" : text.substring(0, Math.min(text.length(), 128));
  }

  public boolean goesOn() {
    return cursor != null;
  }

  public String cursorMember() {
    return cursor == null ? "" : "\"cursor\":" + JsonText.quote(cursor);
  }

  public ToolList toolList() {
    return new ToolList(tools, refused);
  }

  private static ProblemException failed(String sentence) {
    return new ProblemException(ProblemType.UPSTREAM_FAILED, sentence);
  }
}
