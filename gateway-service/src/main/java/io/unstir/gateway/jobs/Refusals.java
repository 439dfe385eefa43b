package io.unstir.gateway.jobs;

import io.unstir.gateway.problem.FieldError;
import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is wrong with the parts of one request, told as what is wrong with the whole: what the first one breaks, of all. */
final class Refusals {
    private final List<FieldError> errors = new ArrayList<>();
    private Optional<ProblemCode> code = Optional.empty();

    /** What has no field is wrong with everything and ends the request at once. */
    void of(String part, Runnable judgement) {
        try {
            judgement.run();
        } catch (ProblemException e) {
            if (e.errors().isEmpty()) {
                throw e;
            }
            if (code.orElse(e.code()) == e.code()) {
                code = Optional.of(e.code());
                e.errors().forEach(error -> errors.add(error.within(part)));
            }
        }
    }

    void end() {
        code.ifPresent(what -> ProblemException.throwIfAny(what, errors));
    }
}
