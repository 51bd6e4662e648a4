package ai.preloop.activities.oauth;

import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.secrets.RootKey;
import ai.preloop.activities.secrets.Sealer;
import ai.preloop.activities.secrets.SecretStore;
import ai.preloop.activities.upstream.UpstreamClient;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Signing in to upstream servers by OAuth. */
@Configuration(proxyBeanMethods = false)
public class OAuthConfiguration {

  @Bean
  OAuthClients oauthClients(
      Database database, SecretStore secrets, UpstreamClient client, ClientMetadata own) {
    return new OAuthClients(database, secrets, client, own);
  }

  @Bean
  TokenEndpoint tokenEndpoint(SecretStore secrets, UpstreamClient client) {
    return new TokenEndpoint(secrets, client);
  }

  @Bean
  Grants grants(
      Database database,
      SecretStore secrets,
      OAuthClients clients,
      TokenEndpoint endpoint,
      Audit audit) {
    return new Grants(database, secrets, clients, endpoint, audit);
  }

  @Bean
  WantedScopes wantedScopes(Database database, Audit audit) {
    return new WantedScopes(database, audit);
  }

  @Bean
  GrantedAccess grantedAccess(Grants grants, WantedScopes wanted) {
    return new GrantedAccess(grants, wanted);
  }

  @Bean
  Attempts authorizationAttempts(Database database, RootKey root) {
    return new Attempts(database, new Sealer(root, "oauth_attempts"));
  }

  @Bean
  Authorizations authorizations(
      OAuthClients clients,
      TokenEndpoint endpoint,
      Attempts attempts,
      Grants grants,
      WantedScopes wanted) {
    return new Authorizations(clients, endpoint, attempts, grants, wanted);
  }
}
