package io.unstir.local.system;

import java.util.Map;

/**
 * What the C library's allocator is told for a process that trains. Every step frees and asks again for the same tensors of some
 * MiB; by default they go back to the kernel in between, whose fresh pages cost a tenth of the speed and more.
 */
public final class TensorMemory {
    private static final String MIB_256 = Long.toString(256L << 20);
    private static final String GIB_16 = Long.toString(16L << 30);

    private TensorMemory() {}

    /** Environment variables of glibc; other libraries do not know them. */
    public static Map<String, String> environment() {
        return Map.of("MALLOC_TOP_PAD_", MIB_256, "MALLOC_TRIM_THRESHOLD_", GIB_16, "MALLOC_MMAP_THRESHOLD_", GIB_16);
    }
}
