package ai.preloop.activities.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The pools of the two roles, made once the schema is up to date. */
@Configuration(proxyBeanMethods = false)
public class DatabaseConfiguration {

  /**
   * A connection that broke on our side only is ended by the server too, so that what it had locked
   * is free again: its statement, its transaction, and in the end its place.
   */
  private static final String ABANDONED =
      """
      ; set statement_timeout = '15s'
      ; set idle_in_transaction_session_timeout = '10s'
      ; set tcp_keepalives_idle = 30; set tcp_keepalives_interval = 10; set tcp_keepalives_count = 3
      """;

  @Bean
  Migrations migrations(DatabaseSettings settings) {
    var owner =
        new DriverManagerDataSource(settings.jdbcUrl(), settings.user(), settings.password());
    Migrations migrations =
        new Migrations(Flyway.configure().dataSource(owner).loggers("slf4j").load());
    migrations.run();
    return migrations;
  }

  @Bean(destroyMethod = "close")
  @Primary
  HikariDataSource tenantPool(DatabaseSettings settings, Migrations migrated) {
    return EffectiveRole.checked(
        pool(settings, "preloop_app", settings.tenantPool()), "preloop_app");
  }

  @Bean(destroyMethod = "close")
  HikariDataSource systemPool(DatabaseSettings settings, Migrations migrated) {
    return EffectiveRole.checked(
        pool(settings, "preloop_system", settings.systemPool()), "preloop_system");
  }

  /** The name by which repositories find it. */
  @Bean
  @Primary
  PlatformTransactionManager transactionManager(DataSource tenantPool) {
    return new JdbcTransactionManager(tenantPool);
  }

  @Bean
  Database database(
      DataSource tenantPool,
      PlatformTransactionManager transactionManager,
      @Qualifier("systemPool") DataSource systemPool) {
    return new Database(
        tenantPool,
        new TransactionTemplate(transactionManager),
        systemPool,
        new TransactionTemplate(new JdbcTransactionManager(systemPool)));
  }

  private static HikariDataSource pool(DatabaseSettings settings, String role, int size) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(role);
    config.setJdbcUrl(settings.jdbcUrl());
    config.setUsername(settings.user());
    config.setPassword(settings.password());
    config.setConnectionInitSql("set role " + role + ABANDONED);
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(2);
    config.setConnectionTimeout(5_000);
    config.setValidationTimeout(2_000);
    Patience.PROPERTIES.forEach(config::addDataSourceProperty);
    config.addDataSourceProperty("reWriteBatchedInserts", "true");
    config.addDataSourceProperty("ApplicationName", role);
    return new HikariDataSource(config);
  }

  @Bean
  AccountNews accountNews() {
    return new AccountNews();
  }
}
