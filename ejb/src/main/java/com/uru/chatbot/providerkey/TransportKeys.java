package com.uru.chatbot.providerkey;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import java.util.Optional;

/** The key pairs to which browsers seal provider keys (RFC 7517), from the server's secrets. */
public interface TransportKeys {
  /** The key pair with this id, if it is the current one or one that is still accepted. */
  Optional<ECKey> find(String keyId);

  /** The public halves of the keys to seal to, the current one first. */
  JWKSet publicKeys();
}
