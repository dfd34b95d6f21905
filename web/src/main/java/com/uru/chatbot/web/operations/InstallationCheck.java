package com.uru.chatbot.web.operations;

import com.uru.chatbot.configuration.Findings;
import com.uru.chatbot.configuration.SettingValues;
import com.uru.chatbot.configuration.SettingsCheck;
import com.uru.chatbot.configuration.SettingsRules;
import com.uru.chatbot.db.DatabaseCheck;
import com.uru.chatbot.db.DatabaseConnection;
import com.uru.chatbot.db.ExitCode;
import com.uru.chatbot.shared.ClockProducer;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * Says in one line each what is wrong with an installation: {@code uru check}, and the first step
 * of {@code uru start}. It runs without the server.
 */
public final class InstallationCheck {
  private static final Logger LOGGER = System.getLogger(InstallationCheck.class.getName());
  private static final int PORT_TAKEN = 71;

  /** Which command asks. */
  private enum Purpose {
    CHECK,
    SETUP,
    START
  }

  private final SettingValues values;
  private final Findings findings = new Findings();
  private final Purpose purpose;

  private InstallationCheck(Map<String, String> environment, Purpose purpose) {
    this.values = SettingValues.of(environment);
    this.purpose = purpose;
  }

  /**
   * Checks the environment of this process and exits with an {@link ExitCode}, or 71 if the port is
   * taken. With the argument {@code start} it waits for the database and for nothing else outside,
   * checks that the port is free, and does not mention what is right. With {@code setup} it looks
   * at the settings that are given only.
   */
  public static void main(String[] args) {
    System.setProperty("java.util.logging.SimpleFormatter.format", "%4$s %5$s%n");
    Purpose purpose =
        args.length == 0 ? Purpose.CHECK : Purpose.valueOf(args[0].toUpperCase(Locale.ROOT));
    System.exit(new InstallationCheck(System.getenv(), purpose).run());
  }

  private int run() {
    int status =
        switch (purpose) {
          case SETUP -> checkGivenSettings();
          case START -> checkStart();
          case CHECK -> checkAll();
        };
    findings.warnings().forEach(line -> LOGGER.log(Level.WARNING, line));
    findings.faults().forEach(line -> LOGGER.log(Level.ERROR, line));
    if (purpose == Purpose.CHECK) {
      findings.successes().forEach(line -> LOGGER.log(Level.INFO, line));
    }
    return status;
  }

  private int checkGivenSettings() {
    SettingsRules.checkGiven(values, findings);
    return settingsStatus();
  }

  private int checkStart() {
    checkSettings();
    int status = settingsStatus();
    if (status == ExitCode.OK) {
      status = checkPort();
    }
    return status == ExitCode.OK
        ? checkDatabase(Duration.parse(values.require("URU_DATABASE_WAIT")))
        : status;
  }

  private int checkAll() {
    checkSettings();
    if (settingsStatus() != ExitCode.OK) {
      return ExitCode.MISCONFIGURED;
    }
    int status = checkDatabase(Duration.ZERO);
    ServiceLoader.load(SettingsCheck.class).forEach(check -> check.probe(values, findings));
    return status == ExitCode.OK ? settingsStatus() : status;
  }

  private int settingsStatus() {
    return findings.faults().isEmpty() ? ExitCode.OK : ExitCode.MISCONFIGURED;
  }

  private void checkSettings() {
    SettingsRules.check(values, findings);
    if (findings.faults().isEmpty()) {
      ServiceLoader.load(SettingsCheck.class).forEach(check -> check.check(values, findings));
    }
    if (findings.faults().isEmpty()) {
      findings.success("settings: all can be used");
    }
  }

  private int checkPort() {
    int port = Integer.parseInt(values.require("URU_PORT"));
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(port));
      return ExitCode.OK;
    } catch (IOException e) {
      findings.fault("port " + port + " is taken by another program: stop it, or set URU_PORT");
      return PORT_TAKEN;
    }
  }

  private int checkDatabase(Duration wait) {
    try (Connection connection =
        DatabaseConnection.open(
            values.require("URU_DATABASE_URL"),
            values.require("URU_DATABASE_USER"),
            values.require("URU_DATABASE_PASSWORD"),
            wait)) {
      DatabaseCheck check = new DatabaseCheck(connection, new ClockProducer().clock());
      check.faults().forEach(findings::fault);
      if (purpose == Purpose.CHECK) {
        check.warnings().forEach(findings::warning);
      }
      if (check.faults().isEmpty()) {
        findings.success(
            "database: answers, with the schema of this release, a role that owns"
                + " nothing, and the same time");
      }
      return check.status();
    } catch (SQLException e) {
      findings.fault("database: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
      return ExitCode.of(e);
    }
  }
}
