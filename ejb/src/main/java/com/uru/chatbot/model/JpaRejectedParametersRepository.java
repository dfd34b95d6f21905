package com.uru.chatbot.model;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Rejected parameters in PostgreSQL, behind two functions that need no tenant. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class JpaRejectedParametersRepository implements RejectedParametersRepository {
  @PersistenceContext(unitName = "uru")
  @SuppressWarnings("NullAway.Init")
  private EntityManager entityManager;

  @Override
  public Set<String> find(String upstream, String model) {
    List<?> found =
        entityManager
            .createNativeQuery("select find_rejected_parameters(?1, ?2)")
            .setParameter(1, upstream)
            .setParameter(2, model)
            .getResultList();
    Set<String> parameters = new HashSet<>();
    found.forEach(parameter -> parameters.add((String) parameter));
    return parameters;
  }

  @Override
  public void add(String upstream, String model, String parameter) {
    // A function that returns nothing: JPA has no type for it.
    entityManager
        .createNativeQuery("select cast(note_rejected_parameter(?1, ?2, ?3) as text)")
        .setParameter(1, upstream)
        .setParameter(2, model)
        .setParameter(3, parameter)
        .getResultList();
  }
}
