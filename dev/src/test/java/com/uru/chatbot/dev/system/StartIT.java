package com.uru.chatbot.dev.system;

import com.uru.chatbot.db.DatabaseRoles;
import com.uru.chatbot.dev.faults.FaultProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** The server starts in surroundings other than those of a developer's machine. */
@ExtendWith(UruSystemExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
@Tag("faults")
class StartIT {
  private final UruSystem uru;

  StartIT(UruSystem uru) {
    this.uru = uru;
  }

  @AfterAll
  void startAsUsual() {
    restart(Map.of());
  }

  @Test
  void startsInATurkishLocale() {
    restart(
        Map.of(
            "JAVA_TOOL_OPTIONS", "-Duser.language=tr -Duser.country=TR", "LC_ALL", "tr_TR.UTF-8"));

    uru.newUser().get("/me").expect(200);
  }

  /**
   * Repeated, because the order in which the server sets properties differs from start to start.
   */
  @RepeatedTest(10)
  @Tag("long")
  void reachesADatabaseThatIsNotOnLocalhost() throws IOException {
    InetAddress elsewhere = InetAddress.getByName("127.0.0.2");
    try (FaultProxy database = FaultProxy.to(uru.database().port(), elsewhere)) {
      restart(
          Map.of(
              "URU_DATABASE_URL",
              "jdbc:postgresql://127.0.0.2:" + database.port() + "/" + DatabaseRoles.DATABASE));

      uru.newUser().get("/me").expect(200);
    }
  }

  private void restart(Map<String, String> environment) {
    uru.killServer();
    uru.startServer(environment);
  }
}
