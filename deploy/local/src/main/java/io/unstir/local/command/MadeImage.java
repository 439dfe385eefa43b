package io.unstir.local.command;

import io.unstir.local.api.Job;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One image with what made it.
 *
 * @param file where it was written
 */
record MadeImage(Job job, String prompt, Job.Image image, byte[] png, Optional<Path> file) {}
