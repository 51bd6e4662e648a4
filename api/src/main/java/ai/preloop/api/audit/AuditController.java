package ai.preloop.api.audit;

import ai.preloop.activities.audit.AuditLog;
import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.identity.Scope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The ledger of the caller's account. */
@RestController
@Tag(name = "Audit")
@RequestMapping("/api/v1/audit-logs")
class AuditController {

  private final AuditLog log;

  AuditController(AuditLog log) {
    this.log = log;
  }

  @Operation(
      operationId = "listAuditLogs",
      summary = "List the records of the ledger, newest first")
  @GetMapping
  AuditItems list(Principal principal, AuditQuery query) {
    principal.require(Scope.ACCOUNT_READ);
    return AuditItems.of(log.list(principal.account(), query.filter(), query.part()));
  }

  @Operation(operationId = "verifyAuditLogs", summary = "Say whether the chain of records is whole")
  @GetMapping("/verify")
  ChainAnswer verify(Principal principal) {
    principal.require(Scope.ACCOUNT_READ);
    return ChainAnswer.of(log.verify(principal.account()));
  }
}
