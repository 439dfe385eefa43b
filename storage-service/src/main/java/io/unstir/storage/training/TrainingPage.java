package io.unstir.storage.training;

import java.util.List;
import java.util.Optional;

/** Trainings, newest first, and where they go on. */
record TrainingPage(List<TrainingView> trainings, Optional<String> nextCursor) {}
