package com.uru.chatbot.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

/** Without these settings JPA answers from a cache or a connection that knows no tenant. */
class PersistenceUnitTest {
  private Document persistence;

  @BeforeEach
  void read() throws Exception {
    try (InputStream xml =
        PersistenceUnitTest.class.getResourceAsStream("/META-INF/persistence.xml")) {
      persistence = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(xml);
    }
  }

  @Test
  void sharesNoCacheBetweenTenants() throws Exception {
    assertThat(value("//shared-cache-mode")).isEqualTo("NONE");
  }

  @Test
  void readsOnTheConnectionOfTheTransaction() throws Exception {
    assertThat(value("//property[@name='eclipselink.transaction.join-existing']/@value"))
        .isEqualTo("true");
  }

  @Test
  void writesNoParametersToTheLog() throws Exception {
    assertThat(value("//property[@name='eclipselink.logging.parameters']/@value"))
        .isEqualTo("false");
  }

  private String value(String expression) throws Exception {
    return XPathFactory.newInstance().newXPath().evaluate(expression, persistence);
  }
}
