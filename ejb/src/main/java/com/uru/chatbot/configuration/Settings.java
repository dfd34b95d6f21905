package com.uru.chatbot.configuration;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * All settings. {@code docs/configuration.md} and {@code .env.example} are generated from this
 * list, {@link SettingsSource} takes the defaults from it, and the start checks the environment
 * against it.
 */
public final class Settings {
  private static final int MANY = 1_000_000;
  private static final int MAX_PORT = 65_535;

  /**
   * Settings that belong together.
   *
   * @param title heading in the documentation
   * @param introduction text below it; empty if there is nothing to say
   */
  record Group(String title, String introduction, List<Setting> settings) {}

  private Settings() {}

  static final List<Group> GROUPS =
      List.of(
          new Group(
              "Passwords",
              "Compose has them in the folder `secrets`, made by `deploy/prepare.sh`. Elsewhere, make"
                  + " each with `openssl rand -base64 24`.",
              List.of(
                  Setting.of("uru.database.owner.password", Format.chosenSecret())
                      .expected()
                      .described(
                          "The role that owns the tables and migrates; only the set-up sees it."),
                  Setting.of("uru.database.password", Format.chosenSecret())
                      .expected()
                      .described("The role of the application, which owns nothing."))),
          new Group(
              "Who may come in",
              "",
              List.of(
                  Setting.of("uru.issuer", Format.issuer())
                      .expected()
                      .described(
                          "The address that people open; it is the issuer of the access tokens."),
                  Setting.of("uru.admin.email", Format.email())
                      .expected()
                      .described(
                          "The first administrator; made at a start without an account of this"
                              + " address. Change the password after the first sign-in, and remove"
                              + " both lines: they would make the account again if its address is"
                              + " changed."),
                  Setting.of("uru.admin.password", Format.givenSecret())
                      .expected()
                      .described("The first administrator's password, at least 10 characters."),
                  Setting.of("uru.session.idle", Format.duration("PT15M", "P400D"))
                      .byDefault("P7D")
                      .described(
                          "How long a sign-in lasts without use. Not longer than"
                              + " `URU_SESSION_MAX`."),
                  Setting.of("uru.session.max", Format.duration("PT15M", "P400D"))
                      .byDefault("P30D")
                      .described("How long a sign-in lasts at the longest."),
                  Setting.of("uru.sign-up", Format.oneOf("open", "invitation", "closed"))
                      .byDefault("closed")
                      .inDevelopment("open")
                      .described(
                          "`open`: everybody who reaches Uru can register; `invitation` or `closed`: an"
                              + " administrator makes the accounts. An administrator can set it,"
                              + " too."),
                  Setting.of("uru.trusted-proxies", Format.number(0, 10))
                      .byDefault("0")
                      .described(
                          "How many reverse proxies in a row stand in front of Uru and write"
                              + " `X-Forwarded-For`; nobody else's is believed."))),
          new Group(
              "Mail",
              "How links are mailed: docs/administration.md.",
              List.of(
                  Setting.of("uru.smtp.host", Format.text("the name of a mail server"))
                      .described(
                          "The server that mails invitations and links for new passwords; without a"
                              + " host, administrators hand the links over themselves."),
                  Setting.of("uru.smtp.security", Format.oneOf("starttls", "tls", "none"))
                      .byDefault("starttls")
                      .described(
                          "`starttls` (required then, port 587), `tls` from the first byte (port"
                              + " 465), or `none` (port 25, without a password only)."),
                  Setting.of("uru.smtp.port", Format.number(1, MAX_PORT))
                      .described("The port, if it is not the one above."),
                  Setting.of("uru.smtp.user", Format.text("a user name"))
                      .described("The user name at the mail server, if it wants one."),
                  Setting.of("uru.smtp.password", Format.givenSecret())
                      .described("The password that belongs to it."),
                  Setting.of(
                          "uru.smtp.from",
                          Format.text(
                              "an address such as uru@example.org or Uru <uru@example.org>"))
                      .described("Whom mail comes from; needed with a host."))),
          new Group(
              "OpenAI",
              "",
              List.of(
                  Setting.of("uru.openai.base-url", Format.httpUrl())
                      .byDefault("https://api.openai.com/v1")
                      .described("The address of the API."),
                  Setting.of("uru.openai.auth", Format.oneOf("bearer", "api-key"))
                      .byDefault("bearer")
                      .described(
                          "How the user's key is sent: `bearer`, or `api-key` for Azure OpenAI."),
                  Setting.of("uru.openai.headers", Format.givenSecret())
                      .described(
                          "Headers that a gateway wants with every request: `Name: value;"
                              + " Other-Name: other value`."),
                  Setting.of("uru.openai.hosts", Format.text("host names, separated by commas"))
                      .described(
                          "Other hosts that a key may be sent to, with the scheme and the path of"
                              + " the base URL: the regions of a provider. Without it, the regions"
                              + " `us.api.openai.com`, `eu.api.openai.com` and `ae.api.openai.com`"
                              + " if the base URL is OpenAI's own, else none."),
                  Setting.of("https_proxy", Format.givenSecret())
                      .described(
                          "The way out to an upstream with https: an HTTP proxy such as"
                              + " `http://user:password@proxy.example:3128`, with percent-encoded"
                              + " user name and password if it wants them."),
                  Setting.of("http_proxy", Format.givenSecret())
                      .described("The same for an upstream with http."),
                  Setting.of("no_proxy", Format.text("a list of hosts"))
                      .described(
                          "The hosts to reach without the proxy: `host`, `.domain`, `host:port`,"
                              + " `*`, separated by commas."),
                  Setting.of("uru.openai.ca-file", Format.readableFile())
                      .described(
                          "Certificate authorities to trust beside those of the JVM: a PEM file"
                              + " that the server can read."),
                  Setting.of("uru.openai.api", Format.oneOf("auto", "responses", "chat"))
                      .byDefault("auto")
                      .described(
                          "The API through which models are asked: `auto` takes Responses where"
                              + " upstream and model have it, else Chat Completions; `responses`"
                              + " and `chat` allow one only."),
                  Setting.of("uru.openai.connect-timeout", Format.duration("PT0.001S", "PT1H"))
                      .byDefault("PT10S")
                      .described("How long connecting may take."),
                  Setting.of("uru.openai.first-byte-timeout", Format.duration("PT0.001S", "PT1H"))
                      .byDefault("PT60S")
                      .described("How long the first text may take."),
                  Setting.of("uru.openai.thinking-timeout", Format.duration("PT0.001S", "PT1H"))
                      .byDefault("PT10M")
                      .described("The same for models that think."),
                  Setting.of("uru.openai.idle-timeout", Format.duration("PT0.001S", "PT1H"))
                      .byDefault("PT60S")
                      .described("How long it may take between two pieces of text."),
                  Setting.of("uru.openai.retries", Format.number(0, 10))
                      .byDefault("2")
                      .described("How often a failed call is repeated before any text has come."),
                  Setting.of("uru.openai.retry-delay", Format.duration("PT0S", "PT1M"))
                      .byDefault("PT0.5S")
                      .described(
                          "The mean pause before the first repetition; it doubles with each."),
                  Setting.of("uru.openai.longest-retry-wait", Format.duration("PT0S", "PT1H"))
                      .byDefault("PT5S")
                      .described("The longest wait that OpenAI may ask for."),
                  Setting.of("uru.openai.breaker.calls", Format.number(1, MANY))
                      .byDefault("20")
                      .described(
                          "How many of the latest calls to a model are looked at: when too many of"
                              + " them failed, for three users or more, the model is not asked for"
                              + " a while."),
                  Setting.of("uru.openai.breaker.failure-ratio", Format.ratio())
                      .byDefault("0.5")
                      .described("The part of these calls that has to fail."),
                  Setting.of("uru.openai.breaker.pause-millis", Format.number(0, 3_600_000))
                      .byDefault("10000")
                      .described("How long the model is not asked, in milliseconds."),
                  Setting.of("uru.openai.breaker.successes", Format.number(1, MANY))
                      .byDefault("2")
                      .described("So many answers end it."),
                  Setting.of("uru.openai.max-waiting", Format.number(1, MANY))
                      .byDefault("3000")
                      .described(
                          "Calls of one node that may wait for OpenAI's first byte at the same"
                              + " time."),
                  Setting.of("uru.provider-key.plain", Format.flag())
                      .byDefault("true")
                      .described(
                          "Whether scripts may send their key as it is (over TLS) instead of sealed"
                              + " to the server."),
                  Setting.of("uru.titles.by-model", Format.flag())
                      .byDefault("true")
                      .described(
                          "Whether a title for a new conversation is asked of a small model, with"
                              + " the user's key."))),
          new Group(
              "Models",
              "docs/models.md. Ids and patterns (`*`, `?`, `#`), separated by commas.",
              List.of(
                  Setting.of("uru.models.file", Format.text("a file"))
                      .described(
                          "A file with more data about models; it is read again when it changes."),
                  Setting.of("uru.models.allowed", Format.text("ids and patterns"))
                      .described("What is offered; all, if empty."),
                  Setting.of("uru.models.denied", Format.text("ids and patterns"))
                      .described("What is not offered."),
                  Setting.of("uru.models.default", Format.text("ids and patterns"))
                      .described(
                          "For new conversations, in order of preference; the first that the user's"
                              + " key has counts."),
                  Setting.of("uru.models.title", Format.text("ids and patterns"))
                      .described("For titles, in order of preference."))),
          new Group(
              "Operations",
              "",
              List.of(
                  Setting.of("uru.profile", Format.oneOf("production", "development"))
                      .byDefault("production")
                      .described(
                          "What the installation is for: see the table of profiles. `development`"
                              + " is for a machine that strangers do not reach."),
                  Setting.of("uru.listen", Format.text("an address and a port"))
                      .byDefault("127.0.0.1:8080")
                      .described("Where the port that compose publishes listens on the host."),
                  Setting.of("uru.port", Format.number(1, MAX_PORT))
                      .byDefault("8080")
                      .described("Where the server listens, in its container."),
                  Setting.of("uru.warm-up", Format.flag())
                      .byDefault("true")
                      .inDevelopment("false")
                      .described(
                          "Whether a server asks itself a few questions before it is ready, so that"
                              + " the first person waits no longer than the others. None of them"
                              + " reaches the provider."),
                  Setting.of("uru.log.format", Format.oneOf("text", "json"))
                      .byDefault("text")
                      .described("The form of the lines that the server logs."),
                  Setting.of("uru.metrics.password", Format.chosenSecret())
                      .described(
                          "With a password, /metrics answers the user `metrics`; without, it is not"
                              + " there."),
                  Setting.of("uru.traces.endpoint", Format.httpUrl())
                      .described(
                          "With an address of an OpenTelemetry collector, for example"
                              + " `http://collector:4318/v1/traces`, spans of requests, calls to"
                              + " the provider and the database go there (OTLP over HTTP in JSON);"
                              + " without, none are made."),
                  Setting.of("uru.api.docs", Format.flag())
                      .byDefault("true")
                      .described("Whether /docs and /openapi are there."),
                  Setting.of(
                          "uru.security.contact",
                          Format.text("mailto: or https: addresses, separated by commas"))
                      .described(
                          "Whom /.well-known/security.txt names for reports of vulnerabilities, for"
                              + " example `mailto:security@example.org`; several are separated by"
                              + " commas. Without, it is not there."),
                  Setting.of("uru.cors.origins", Format.text("origins, separated by commas"))
                      .described(
                          "Other web pages that may call the API with an access token: their"
                              + " origins, as browsers write them, for example"
                              + " `https://portal.example.org`; several are separated by commas."),
                  Setting.of("uru.streams.max-per-node", Format.number(1, MANY))
                      .byDefault("6000")
                      .described(
                          "Answers being written and their readers, together, at the same time on"
                              + " one node. An answer with one reader is two."),
                  Setting.of("uru.streams.max-per-tenant", Format.number(1, MANY))
                      .byDefault("${uru.streams.max-per-node}")
                      .described("The same of one tenant; as many as of all, if it is not set."),
                  Setting.of("uru.streams.max-per-user", Format.number(1, MANY))
                      .byDefault("40")
                      .described("The same of one user."),
                  Setting.of("uru.rate-limit.generations-per-minute", Format.number(1, MANY))
                      .byDefault("60")
                      .described("Questions that one user may ask, on all nodes together."),
                  Setting.of("uru.rate-limit.registrations-per-hour", Format.number(1, MANY))
                      .byDefault("100")
                      .described(
                          "Accounts that may be made from one address, on all nodes together."),
                  Setting.of("uru.rate-limit.sign-in-failures-per-address", Format.number(1, MANY))
                      .byDefault("50")
                      .described(
                          "Failed attempts to sign in from one address, for all accounts and in"
                              + " browsers that have not signed in before; then each attempt waits"
                              + " 30 s."),
                  Setting.of("uru.rate-limit.exports-per-hour", Format.number(1, MANY))
                      .byDefault("240")
                      .described("Exports that one user may make, on all nodes together."),
                  Setting.of("uru.rate-limit.imports-per-hour", Format.number(1, MANY))
                      .byDefault("120")
                      .described("Imports of one user, dry runs included, on all nodes together."),
                  Setting.of("uru.shutdown.grace", Format.duration("PT0S", "P1D"))
                      .byDefault("PT30S")
                      .described(
                          "How long answers may still be written when the server is to stop; then"
                              + " they are saved as interrupted. The container's own stop period"
                              + " has to be some 20 seconds longer."),
                  Setting.of("uru.shutdown.delay", Format.duration("PT0S", "PT1H"))
                      .byDefault("PT0S")
                      .described(
                          "With several servers: the least time between a server's \"not ready\""
                              + " and its end, for the load balancer to notice."),
                  Setting.of("uru.operations.secret", Format.chosenSecret())
                      .described(
                          "Who knows it may drain the server: `POST /operations/drain`. start.sh"
                              + " makes one of its own."),
                  Setting.of("uru.start.limit.seconds", Format.number(1, MANY))
                      .byDefault("300")
                      .described(
                          "Seconds after which a server that is not ready gives up, to be started"
                              + " anew."),
                  Setting.of("uru.java.options", Format.text("options of the JVM"))
                      .byDefault("-XX:+UseSerialGC -Xms96m -Xmn48m -Xmx384m -Xss512k")
                      .described(
                          "Memory, sized for 1000 answers at a time in a container of 1 GB; what"
                              + " stands here replaces the default."))),
          new Group(
              "Database and keys",
              "Compose sets these; without compose, set those of the server (`uru start`) and of"
                  + " the set-up (`uru setup`).",
              List.of(
                  Setting.of("uru.database.url", Format.jdbcUrl())
                      .byDefault("jdbc:postgresql://localhost:5432/uru")
                      .setByCompose()
                      .described(
                          "The database of the server. Encrypted with `?sslmode=verify-full`."),
                  Setting.of("uru.database.user", Format.role())
                      .byDefault("uru_app")
                      .described("The role of the application."),
                  Setting.of("uru.database.wait", Format.duration("PT0S", "PT1H"))
                      .byDefault("PT60S")
                      .described(
                          "How long set-up and start wait for a database that does not answer."),
                  Setting.of("uru.server-keys", Format.givenSecret())
                      .setByCompose()
                      .described(
                          "The server's key pairs, a JWK Set. Set `URU_SERVER_KEYS_FILE`: the"
                              + " set-up makes this file if it is not there."),
                  Setting.of("uru.database.superuser.url", Format.jdbcUrl())
                      .setByCompose()
                      .described(
                          "Set-up: with it, the set-up makes the roles and the database; any"
                              + " database of the same PostgreSQL."),
                  Setting.of("uru.database.superuser", Format.text("a role"))
                      .byDefault("postgres")
                      .described("Set-up: the superuser."),
                  Setting.of("uru.database.superuser.password", Format.givenSecret())
                      .setByCompose()
                      .described("Set-up: its password."),
                  Setting.of("uru.database.owner.url", Format.jdbcUrl())
                      .setByCompose()
                      .described(
                          "Set-up: the database as the owner of the tables reaches it, past any"
                              + " pooler."),
                  Setting.of("uru.database.owner.user", Format.role())
                      .setByCompose()
                      .described(
                          "Set-up: the role that owns the tables; the set-up makes `uru_owner`."),
                  Setting.of("uru.database.application.role", Format.role())
                      .byDefault("uru_app")
                      .described("Set-up: the role that gets access to the tables."),
                  Setting.of("uru.postgres.image", Format.text("an image"))
                      .byDefault("docker.io/library/postgres:17")
                      .described("Compose: the image of the database."),
                  Setting.of("uru.domain", Format.text("a host name"))
                      .byDefault("localhost")
                      .described("Compose with HTTPS: the name that people open."),
                  Setting.of("uru.certificates", Format.oneOf("public", "internal", "files"))
                      .byDefault("public")
                      .described(
                          "Compose with HTTPS: where certificates come from; docs/deployment.md."),
                  Setting.of("uru.http.port", Format.number(1, MAX_PORT))
                      .byDefault("80")
                      .described("Compose with HTTPS: the port that sends browsers to HTTPS."),
                  Setting.of("uru.https.port", Format.number(1, MAX_PORT))
                      .byDefault("443")
                      .described("Compose with HTTPS: the port that people open."),
                  Setting.of("uru.nodes", Format.text("hosts and ports"))
                      .setByCompose()
                      .described("Compose with HTTPS: the servers behind the proxy."),
                  Setting.of("uru.proxy.image", Format.text("an image"))
                      .byDefault("docker.io/library/caddy:2")
                      .described("Compose with HTTPS: the image of the proxy."),
                  Setting.of("uru.grafana.listen", Format.text("an address and a port"))
                      .byDefault("127.0.0.1:3000")
                      .described("Compose with Grafana: where it listens on the host."),
                  Setting.of("uru.grafana.image", Format.text("an image"))
                      .byDefault("docker.io/grafana/grafana:12.2.0")
                      .described("Compose with Grafana: its image."),
                  Setting.of("uru.prometheus.image", Format.text("an image"))
                      .byDefault("docker.io/prom/prometheus:v3.5.0")
                      .described("Compose with Grafana: the image of Prometheus."),
                  Setting.of("uru.database.port", Format.text("a port"))
                      .byDefault("5432")
                      .described("Compose for developers: the database's port on the host."),
                  Setting.of("uru.image", Format.text("an image"))
                      .byDefault("localhost/uru:latest")
                      .described(
                          "Compose: the image of the application, and what it is called when"
                              + " compose builds it."),
                  Setting.of("uru.node.image", Format.text("an image"))
                      .byDefault("docker.io/library/node:22-bookworm-slim")
                      .described("Compose, for a build: Node.js."),
                  Setting.of("uru.maven.image", Format.text("an image"))
                      .byDefault("docker.io/library/maven:3.9-eclipse-temurin-17")
                      .described("Compose, for a build: Maven and a JDK."),
                  Setting.of("uru.runtime.image", Format.text("an image"))
                      .byDefault("docker.io/library/eclipse-temurin:25-jre")
                      .described("Compose, for a build: the Java that runs the application."),
                  Setting.of("uru.memory", Format.text("a size"))
                      .byDefault("1g")
                      .described("Compose: the most memory of the application."),
                  Setting.of("uru.database.memory", Format.text("a size"))
                      .byDefault("1g")
                      .described("Compose: the most memory of the database."),
                  Setting.of("uru.cpus", Format.text("a number"))
                      .byDefault("2")
                      .described(
                          "Compose: how many processors the application may keep busy, not more than"
                              + " the machine has."),
                  Setting.of("uru.database.cpus", Format.text("a number"))
                      .byDefault("2")
                      .described("Compose: how many processors the database may keep busy."))),
          new Group(
              "Development",
              "Only for those who work on Uru.",
              List.of(
                  Setting.of("uru.development", Format.flag())
                      .byDefault("false")
                      .inDevelopment("true")
                      .described(
                          "Makes two accounts to try Uru with, and keeps cookies on hosts without"
                              + " TLS."),
                  Setting.of("uru.practice-mode", Format.flag())
                      .byDefault("false")
                      .described(
                          "Tells the pages that answers come from the practice upstream."))));

  static final List<Setting> ALL =
      GROUPS.stream().flatMap(group -> group.settings().stream()).toList();

  private static final Map<String, Setting> BY_NAME =
      ALL.stream().collect(Collectors.toUnmodifiableMap(Setting::name, Function.identity()));

  /**
   * Returns the setting with the name of an environment variable.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Setting named(String name) {
    return find(name)
        .orElseThrow(() -> new IllegalArgumentException("There is no setting " + name));
  }

  static Optional<Setting> find(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }
}
