/** Only the desk knows how these are done. `rescue` goes on with what a dead process left. */
export interface HousePictures {
  redraw(houseId: number): Promise<void>;
  rescue(): Promise<void>;
}

export interface Imports {
  work(id: string): Promise<void>;
  rescue(): Promise<void>;
  forgetOld(): Promise<void>;
}
