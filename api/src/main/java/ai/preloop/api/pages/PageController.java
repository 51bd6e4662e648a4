package ai.preloop.api.pages;

import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;

/** Serves pages without data: what they show, they ask for themselves. */
@Controller
@Hidden
class PageController {

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " img-src 'self' data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

  private final Map<String, PageFile> pages =
      PageFile.read("approval.html", "docs.html", "home.html");
  private final Map<String, PageFile> assets =
      PageFile.read(
          "shared.css",
          "home.css",
          "home.js",
          "approval.css",
          "approval.js",
          "approval-request.js",
          "approval-source.js",
          "approval-states.js",
          "approval-view.js",
          "visible-text.js",
          "docs.css",
          "docs.js");

  /** For people; a program that asks here is told where to go on. */
  @GetMapping("/")
  ResponseEntity<byte[]> home(@RequestHeader(name = "Accept", defaultValue = "") String accept) {
    if (!accept.contains("text/html")) {
      throw new ProblemException(
          ProblemType.NOT_FOUND,
          "This is Preloop. Its REST interface begins at /api/v1 and is described at /openapi.json;"
              + " agents connect to /mcp/v1.");
    }
    return answer(pages, "home.html", CacheControl.noCache());
  }

  /** Its address may hold a one-time token: nothing keeps it. */
  @GetMapping({"/approval/{id}", "/console/approval/{id}"})
  ResponseEntity<byte[]> approval() {
    return answer(pages, "approval.html", CacheControl.noStore());
  }

  @GetMapping("/docs")
  ResponseEntity<byte[]> docs() {
    return answer(pages, "docs.html", CacheControl.noCache());
  }

  /** The names have no version in them, so that each use asks whether the file is still it. */
  @GetMapping("/assets/{file}")
  ResponseEntity<byte[]> asset(@PathVariable String file) {
    return answer(assets, file, CacheControl.noCache());
  }

  @GetMapping("/api/v1/openapi.json")
  String description() {
    return "forward:/openapi.json";
  }

  private static ResponseEntity<byte[]> answer(
      Map<String, PageFile> files, String name, CacheControl caching) {
    PageFile file = files.get(name);
    if (file == null) {
      throw new ProblemException(ProblemType.NOT_FOUND, "There is nothing at this address.");
    }
    return ResponseEntity.ok()
        .contentType(file.type())
        .eTag(file.tag())
        .cacheControl(caching)
        .header("Content-Security-Policy", POLICY)
        .header("Referrer-Policy", "no-referrer")
        .header("X-Content-Type-Options", "nosniff")
        .body(file.content());
  }
}
