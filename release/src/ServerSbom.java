import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.Manifest;

/**
 * Writes a CycloneDX bill of materials of Payara Micro: one component for each library in it. Its
 * published POM names none of them. The same server gives the same bytes.
 */
public final class ServerSbom {
  private ServerSbom() {}

  /** A library, as far as it says what it is. */
  private record Component(String group, String name, String version, String sha256) {
    String json(String type) {
      String purl =
          group.isEmpty() ? "" : "pkg:maven/%s/%s@%s?type=jar".formatted(group, name, version);
      return """
          {"type":"%s",%s"name":"%s","version":"%s","hashes":[{"alg":"SHA-256","content":"%s"}]%s}"""
          .formatted(
              type,
              group.isEmpty() ? "" : "\"group\":\"" + group + "\",",
              name,
              version,
              sha256,
              purl.isEmpty() ? "" : ",\"purl\":\"" + purl + "\"");
    }
  }

  /** Arguments: the server's jar, its version, the time to write, the file to write. */
  public static void main(String[] args) throws IOException {
    Path server = Path.of(args[0]);
    List<Component> libraries = new ArrayList<>();
    try (JarInputStream jar = new JarInputStream(Files.newInputStream(server))) {
      for (JarEntry entry = jar.getNextJarEntry(); entry != null; entry = jar.getNextJarEntry()) {
        if (entry.getName().endsWith(".jar")) {
          libraries.add(component(entry.getName(), jar.readAllBytes()));
        }
      }
    }
    Component whole =
        new Component(
            "fish.payara.extras", "payara-micro", args[1], sha256(Files.readAllBytes(server)));
    List<String> lines = libraries.stream().map(library -> library.json("library")).sorted().toList();
    Files.writeString(
        Path.of(args[3]),
        """
        {"bomFormat":"CycloneDX","specVersion":"1.6","version":1,
        "metadata":{"timestamp":"%s","component":%s},
        "components":[
        %s
        ]}
        """
            .formatted(args[2], whole.json("application"), String.join(",\n", lines)));
  }

  private static Component component(String path, byte[] content) throws IOException {
    String file = path.substring(path.lastIndexOf('/') + 1, path.length() - ".jar".length());
    Properties maven = new Properties();
    int described = 0;
    Attributes manifest;
    try (JarInputStream jar = new JarInputStream(new ByteArrayInputStream(content))) {
      Manifest found = jar.getManifest();
      manifest = found == null ? new Attributes() : found.getMainAttributes();
      for (JarEntry entry = jar.getNextJarEntry(); entry != null; entry = jar.getNextJarEntry()) {
        if (entry.getName().matches("META-INF/maven/[^/]+/[^/]+/pom\\.properties")) {
          described++;
          maven.load((InputStream) jar);
        }
      }
    }
    // A jar that others were packed into has several; then only its manifest speaks for the whole.
    if (described == 1) {
      return new Component(
          maven.getProperty("groupId"),
          maven.getProperty("artifactId"),
          maven.getProperty("version"),
          sha256(content));
    }
    return new Component("", file, version(manifest), sha256(content));
  }

  private static String version(Attributes manifest) {
    for (String name : List.of("Bundle-Version", "Implementation-Version")) {
      String version = manifest.getValue(name);
      if (version != null) {
        return version.replace("\"", "");
      }
    }
    return "unknown";
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
