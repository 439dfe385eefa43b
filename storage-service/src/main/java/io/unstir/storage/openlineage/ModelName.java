package io.unstir.storage.openlineage;

/** What a checkpoint is called besides its digest. */
record ModelName(String model, String version) {}
