package dev.ragged.chroma;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.RaggedException;
import dev.ragged.VectorStore;
import dev.ragged.testkit.FaultyProxy;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server behind TLS with a certificate that only a CA file vouches for. */
@Timeout(120)
class ChromaTlsIT {
  private static final String PASSWORD = "changeit";
  @TempDir Path folder;

  @Test
  void should_trust_the_given_certificates_and_no_others() throws Exception {
    Path keys = folder.resolve("keys.p12");
    Path certificate = folder.resolve("ca.pem");
    keytool("-genkeypair", "-keyalg", "EC", "-dname", "CN=test", "-ext", "SAN=ip:127.0.0.1", keys);
    keytool("-exportcert", "-rfc", "-file", certificate.toString(), keys);
    Path nothing = Files.writeString(folder.resolve("nothing.pem"), "");
    ChromaSettings direct = TestServer.database();
    try (FaultyProxy proxy = FaultyProxy.before(direct.url(), context(keys))) {
      try (VectorStore trusting =
          ChromaVectorStore.open(settings(proxy, direct, certificate), null)) {
        assertEquals(List.of(), trusting.names());
        assertTrue(trusting.health().ok());
      }
      try (VectorStore wary = ChromaVectorStore.open(settings(proxy, direct, null), null)) {
        RaggedException e = assertThrows(RaggedException.class, wary::names);
        assertTrue(e.getMessage().contains("CA file"), e.getMessage());
      }
      for (Path wrong : List.of(nothing, keys, folder.resolve("absent.pem"))) {
        RaggedException e =
            assertThrows(
                RaggedException.class,
                () -> ChromaVectorStore.open(settings(proxy, direct, wrong), null));
        assertTrue(e.getMessage().contains("PEM"), e.getMessage());
      }
    }
  }

  private static ChromaSettings settings(FaultyProxy proxy, ChromaSettings direct, Path caFile) {
    return new ChromaSettings(
        proxy.url(),
        direct.tenant(),
        direct.database(),
        null,
        ChromaSettings.DEFAULT_TOKEN_HEADER,
        caFile,
        Duration.ofSeconds(10));
  }

  private static SSLContext context(Path keys) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }

  /** Runs the JDK's own tool; the last word is the key store. */
  private static void keytool(Object... words) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    for (int i = 0; i < words.length - 1; i++) {
      command.add(words[i].toString());
    }
    command.addAll(
        List.of("-keystore", words[words.length - 1].toString(), "-storetype", "PKCS12"));
    command.addAll(List.of("-storepass", PASSWORD, "-alias", "test"));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), () -> String.join(" ", command));
  }
}
