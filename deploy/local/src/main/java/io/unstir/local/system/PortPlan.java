package io.unstir.local.system;

/** Which port each service has, counted from one base. */
public record PortPlan(int base) {
    public static final int DEFAULT_BASE = 7600;

    /** The last ports belong to the samplers. */
    private static final int SPAN = 10 + LocalSystem.MOST_SAMPLERS;

    private static final int LOWEST = 1024;
    private static final int HIGHEST = 65535 - SPAN;

    public PortPlan {
        if (base < LOWEST || base > HIGHEST) {
            throw new IllegalArgumentException(
                    "--port-base is " + base + ", it must be from " + LOWEST + " to " + HIGHEST);
        }
    }

    public int gateway() {
        return base;
    }

    int storage() {
        return base + 1;
    }

    int trainer() {
        return base + 2;
    }

    int kafka() {
        return base + 3;
    }

    int kafkaController() {
        return base + 4;
    }

    int postgres() {
        return base + 5;
    }

    int sampler(int number) {
        return base + 10 + number;
    }
}
