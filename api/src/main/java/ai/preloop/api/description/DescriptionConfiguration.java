package ai.preloop.api.description;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** What holds for every operation, said once. */
@Configuration(proxyBeanMethods = false)
public class DescriptionConfiguration {

  static final String BEARER = "bearer";

  private static final String TEXT =
      """
      Preloop stands between AI agents and their tools: it judges each call by a policy, asks \
      people where the policy says so, and keeps a record of everything.

      JSON is in snake_case, times are RFC 3339 in UTC, ids are UUIDs. A member that is not known \
      is refused. Lists answer `items` and `next_cursor`; hand that on as `cursor` for what \
      follows. Every failure is a problem (RFC 9457, `application/problem+json`) whose `type` is \
      stable and whose `detail` says what to do.

      Agents speak the Model Context Protocol, over streamable HTTP, with `POST`, `GET` and \
      `DELETE` at `/mcp/v1` (`/mcp` is the same), or at a virtual server's `/mcp/v1/{name}`, with a \
      key that has the scope `mcp:call`: messages are JSON-RPC 2.0 and are described by that \
      protocol's specification. What speaks no MCP calls tools here.
      """;

  @Bean
  OpenAPI description(ObjectProvider<BuildProperties> build) {
    return new OpenAPI()
        .info(
            new Info()
                .title("Preloop")
                .version(build.stream().map(BuildProperties::getVersion).findFirst().orElse("0"))
                .description(TEXT)
                .license(new License().name("Apache-2.0").identifier("Apache-2.0")))
        .servers(List.of(new Server().url("/").description("This server")))
        .components(new Components().addSecuritySchemes(BEARER, bearer()))
        .security(List.of(new SecurityRequirement().addList(BEARER)));
  }

  @Bean
  OpenApiCustomizer names() {
    return new SnakeCaseNames();
  }

  /** Before the answers that fail are given their shape. */
  @Bean
  @Order(0)
  OpenApiCustomizer repeatableCreations() {
    return new RepeatableCreations();
  }

  @Bean
  OpenApiCustomizer operationIds() {
    return new OperationIds();
  }

  @Bean
  OpenApiCustomizer answers() {
    return new Answers();
  }

  @Bean
  OpenApiCustomizer problems() {
    return new ProblemResponses();
  }

  @Bean
  OpenApiCustomizer openOperations() {
    return new OpenOperations();
  }

  private static SecurityScheme bearer() {
    return new SecurityScheme()
        .type(SecurityScheme.Type.HTTP)
        .scheme(BEARER)
        .description(
            "An access token of a sign-in, or an API key. A key may also be sent as X-API-Key.");
  }
}
