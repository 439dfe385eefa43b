package io.unstir.local.data;

import io.unstir.local.LocalFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** How much must be free before anything starts: a full disk stops the database and the broker in the middle. */
public record DiskSpace(long requiredMiB) {
    /** Environment variable that changes the limit, in MiB. */
    public static final String VARIABLE = "UNSTIR_MIN_FREE_MIB";

    private static final long DEFAULT_MIB = 1024;
    private static final long MIB = 1024 * 1024;

    public static DiskSpace from(Map<String, String> environment) {
        String given = environment.get(VARIABLE);
        if (given == null || given.isBlank()) {
            return new DiskSpace(DEFAULT_MIB);
        }
        try {
            return new DiskSpace(Long.parseLong(given.strip()));
        } catch (NumberFormatException e) {
            throw new LocalFailure(VARIABLE + " is \"" + given + "\", it must be a whole number of MiB", e);
        }
    }

    public void require(Path folder) {
        try {
            long free = Files.getFileStore(folder).getUsableSpace() / MIB;
            if (free < requiredMiB) {
                throw new LocalFailure("too little disk space for " + folder + ": " + free + " MiB free, " + requiredMiB
                        + " MiB needed; free some, choose another disk with --data DIR, or set " + VARIABLE);
            }
        } catch (IOException e) {
            throw new LocalFailure("cannot tell the free space of " + folder + ": " + e.getMessage(), e);
        }
    }
}
