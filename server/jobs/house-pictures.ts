/** Pictures that wait for a house's new bottle: only the desk knows how they are drawn. */
export interface HousePictures {
  redraw(houseId: number): Promise<void>;
  /** Goes on with what a process that died has left. */
  rescue(): Promise<void>;
}
