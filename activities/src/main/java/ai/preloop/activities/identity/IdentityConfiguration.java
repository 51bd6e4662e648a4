package ai.preloop.activities.identity;

import ai.preloop.activities.audit.Audit;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.database.DatabaseClock;
import ai.preloop.activities.database.Revisions;
import ai.preloop.activities.secrets.RootKey;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The use cases of people, keys and sign-ins. */
@Configuration(proxyBeanMethods = false)
public class IdentityConfiguration {

  @Bean
  Principals principals(Database database, DatabaseClock clock) {
    return new Principals(database, clock);
  }

  @Bean
  IdentityRecords identityRecords(Audit audit) {
    return new IdentityRecords(audit);
  }

  @Bean
  Passwords passwords() {
    return new Passwords();
  }

  @Bean
  AccessTokens accessTokens(RootKey root, Principals principals, DatabaseClock clock) {
    return new AccessTokens(root, principals, clock);
  }

  @Bean
  TokenTexts tokenTexts(RootKey root) {
    return new TokenTexts(root);
  }

  @Bean
  Authentications authentications(
      Principals principals,
      AccessTokens tokens,
      TokenTexts runtime,
      Revisions revisions,
      DatabaseClock clock) {
    return new Credentials(principals, tokens, runtime, revisions, clock);
  }

  @Bean
  RuntimeTokens runtimeTokens(
      Database database, TokenTexts texts, Revisions revisions, IdentityRecords records) {
    return new RuntimeTokens(database, texts, revisions, records);
  }

  @Bean
  SignInThrottle signInThrottle() {
    return new SignInThrottle(System::nanoTime);
  }

  @Bean
  RefreshTokens refreshTokens(Database database, Revisions revisions) {
    return new RefreshTokens(database, revisions);
  }

  @Bean
  PasswordChanges passwordChanges(
      Database database,
      Passwords passwords,
      SignInThrottle throttle,
      Revisions revisions,
      IdentityRecords records) {
    return new PasswordChanges(database, passwords, throttle, revisions, records);
  }

  @Bean
  SignIns signIns(
      Database database,
      Passwords passwords,
      AccessTokens access,
      RefreshTokens refresh,
      SignInThrottle throttle,
      IdentityRecords records) {
    return new SignIns(new PersonRows(database), passwords, throttle, access, refresh, records);
  }

  @Bean
  ApiKeys apiKeys(
      Database database, Revisions revisions, IdentityRecords records, DatabaseClock clock) {
    return new ApiKeys(database, revisions, records, clock);
  }

  @Bean
  Accounts accounts(Database database, Revisions revisions, Audit audit) {
    return new Accounts(database, revisions, audit);
  }

  @Bean
  FirstStart firstStart(Database database, Passwords passwords, Revisions revisions) {
    return new FirstStart(database, passwords, revisions);
  }

  @Bean
  LocalCredentials localCredentials(
      Database database, Revisions revisions, IdentityRecords records) {
    return new LocalCredentials(database, revisions, records);
  }
}
