package ai.preloop.api.health;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** For whoever starts, stops and routes to this process. */
@RestController
@RequestMapping("/health")
@Tag(name = "Health", description = "Whether it runs, and which build it is.")
class HealthController {

  private static final String READY = "ready";
  private static final String NOT_READY = "not_ready";

  private final List<ReadinessPart> parts;

  HealthController(List<ReadinessPart> parts) {
    this.parts = List.copyOf(parts);
  }

  /** Answers as long as the process can answer. */
  @GetMapping("/live")
  @Operation(operationId = "isLive", summary = "Say whether the process can answer at all")
  LiveAnswer live() {
    return new LiveAnswer("live");
  }

  @GetMapping("/ready")
  @Operation(operationId = "isReady", summary = "Say whether it is ready, and which part is not")
  @ApiResponse(responseCode = "200", description = "Every part is ready.")
  @ApiResponse(responseCode = "503", description = "A part is not; the answer says which.")
  ResponseEntity<ReadyAnswer> ready() {
    Map<String, String> states = new TreeMap<>();
    parts.forEach(part -> states.put(part.name(), part.isReady() ? READY : NOT_READY));
    Map<String, String> problems = new TreeMap<>();
    parts.forEach(part -> part.problem().ifPresent(text -> problems.put(part.name(), text)));
    boolean all = !states.containsValue(NOT_READY);
    return ResponseEntity.status(all ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
        .body(new ReadyAnswer(all ? READY : NOT_READY, states, problems));
  }

  /** {@code status} is always {@code live}. */
  record LiveAnswer(String status) {}

  /**
   * {@code ready} only when each part is; {@code problems} has what is to be done, by part, where
   * that is known.
   */
  record ReadyAnswer(String status, Map<String, String> parts, Map<String, String> problems) {}
}
