package io.unstir.trainer.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that no run can be made from, with everything that is wrong with it. */
public final class BadConfigException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<Fault> faults;

    public BadConfigException(List<Fault> faults) {
        super(faults.stream().map(Fault::toString).collect(Collectors.joining("; ")));
        this.faults = List.copyOf(faults);
    }

    public List<Fault> faults() {
        return faults;
    }

    /**
     * @param field key from the top, for example {@code training.batch}; empty for the document as a whole
     * @param value as given, cut to 100 characters
     * @param limit what it has to be
     */
    public record Fault(String field, String value, String limit) {
        private static final int SHOWN_CHARACTERS = 100;

        public Fault {
            value = value.length() <= SHOWN_CHARACTERS ? value : value.substring(0, SHOWN_CHARACTERS) + "...";
        }

        @Override
        public String toString() {
            return field.isEmpty()
                    ? "the configuration must be " + limit + " (got " + value + ")"
                    : field + " must be " + limit + " (got " + value + ")";
        }
    }
}
