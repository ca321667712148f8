export interface BackupFacts {}
