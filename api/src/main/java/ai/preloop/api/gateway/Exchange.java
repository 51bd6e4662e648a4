package ai.preloop.api.gateway;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;

/** A request and its response, and the id that the ledgers and the client know both by. */
record Exchange(UUID id, HttpServletRequest request, HttpServletResponse response) {}
